-- Logs are kept.
return {
  id = "house/logs", title = "Logs are kept", level = "mandatory", remedy = "Keep them.",
  check = function(case) case:expect("tags.logs"):present() end,
}
