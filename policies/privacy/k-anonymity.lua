-- Nobody is alone in the training data with what can be known of them.
--
-- k is the size of the smallest group of rows that share their quasi-identifiers. It is measured by
-- whoever holds the data, and comes as evidence; a declaration does not stand for it.
return {
  id     = "privacy/k-anonymity",
  title  = "The smallest group of people that cannot be told apart is large enough",
  level  = "overridable",
  params = { metric = "k_anonymity", k = { 5, at_least = 2 } },
  cites  = { "Sweeney 2002, k-anonymity", "GDPR Art. 5(1)(c)", "NIST AI RMF MEASURE 2.10" },
  remedy = "Coarsen or leave out quasi-identifiers (age bands, fewer digits of the postcode), and measure k again.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    case:metric(params.metric):at_least(params.k)
  end,
}
