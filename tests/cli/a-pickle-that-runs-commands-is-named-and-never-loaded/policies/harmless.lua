return {
  id = "a/harmless", title = "Nothing runs when the model is loaded", level = "mandatory",
  check = function(case)
    local artifact = case.observations.artifact
    for _, finding in ipairs(artifact.findings) do
      case:note(finding.file .. " names " .. finding.what)
    end
    if artifact.worst == "safe" then
      case:pass("nothing runs")
    else
      case:fail("the gravest verdict is " .. artifact.worst)
    end
  end,
}
