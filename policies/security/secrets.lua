-- No password or key travels with the model.
--
-- A scanner of secrets, such as gitleaks, writes SARIF; every result of it counts, whatever level
-- it has, since a leaked key is no warning.
return {
  id     = "security/secrets",
  title  = "The scanner of secrets found none",
  level  = "mandatory",
  params = { tool = "gitleaks" },
  cites  = { "CWE-798", "NIST SP 800-218A" },
  remedy = "Revoke the secret first, then remove it from the artifact and the source, and run the scanner again with SARIF output (gitleaks dir --report-format sarif).",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    case:metric("results", { task = params.tool }):equals(0)
  end,
}
