-- ::warning::why
-- ##[error]because
return {
  id    = "nasty/rule",
  title = "::notice::\27[31m##[error]title",
  level = "mandatory",
  remedy = "First\n  ::error::second",

  check = function(case, params)
    case:fail("\27[2J\27[32mALLOWED\n::error file=x::all is well \226\128\174")
    case:note("\n::add-mask::x")
  end,
}
