return {
  id    = "empty/data",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    for _, data in ipairs(case.model.lineage.data) do
      case:expect("lineage.data"):present()
    end
  end,
}
