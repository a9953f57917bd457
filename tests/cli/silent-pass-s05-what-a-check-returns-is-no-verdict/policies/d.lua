return {
  id    = "returns/text",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    return "denied"
  end,
}
