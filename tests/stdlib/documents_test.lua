return {
  { name = "what is there is found", model = { owner = "risk@bank.example" }, expect = "pass" },
  { name = "what is not there is nil", expect = "insufficient" },
}
