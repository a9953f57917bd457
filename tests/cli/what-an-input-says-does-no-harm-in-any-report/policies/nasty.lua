return {
  id     = "nasty/rule",
  title  = "::notice::\27[31m##[error]title",
  level  = "mandatory",
  remedy = "First\n  ::error::second\n##vso[task.complete]",
  cites  = { "<script>alert(1)</script>", "https://evil.example/](x" },

  check = function(case, params)
    case:fail("\27[2JALLOWED\n::error file=x::all is well \226\128\174 ]]> <script>alert(1)</script> [a](https://evil.example) @root #1 `|` --> # skip")
    case:note("\n::add-mask::x")
  end,
}
