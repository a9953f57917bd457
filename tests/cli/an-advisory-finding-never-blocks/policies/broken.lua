return {
  id    = "credit/broken",
  title = "A rule of this case",
  level = "advisory",

  check = function(case, params)
    error("oh")
  end,
}
