return {
  { name = "below the floor", evidence = { metrics = { accuracy = 0.89 } }, expect = "fail" },
}
