-- Somebody answers for the model.
--
-- A denial, an incident, an expired approval: each needs a person to turn to. Where the manifest has
-- no owner, nobody is told.
return {
  id     = "core-repro/owner",
  title  = "The model has an owner",
  level  = "mandatory",
  cites  = { "ISO/IEC 42001 A.3.2", "NIST AI RMF GOVERN 2.1" },
  remedy = "Write who answers for the model under owner, e.g. lending-ml@bank.example.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    case:expect("owner"):matches("^(?!\\s*FILL)\\S")
  end,
}
