return {
  {
    name = "an owner",
    model = { owner = "lending-ml@bank.example" },
    expect = "pass",
  },
  {
    name = "an owner that is left open",
    model = { owner = "FILL IN" },
    expect = { outcome = "fail", message = "owner" },
  },
  {
    name = "nobody",
    expect = { outcome = "missing", message = "owner" },
  },
}
