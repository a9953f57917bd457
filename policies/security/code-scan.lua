-- The scanners of code found no error.
--
-- Each tool that wrote SARIF is judged: static analysis of the training and serving source, of the
-- container, of the infrastructure. A run that did not succeed proves nothing.
local documents = require "documents"
local results = require "results"

local function judge(case, figure, most)
  local tool = documents.member(figure, "task") or "a tool without a name"
  local found = documents.member(figure, "value")
  local details = { control = tool, observed = found, expected = { at_most = most }, evidence = figure }
  if math.type(found) ~= "integer" or found < 0 then
    case:insufficient(tool .. " has no count of errors", details)
  elseif found <= most then
    case:pass("errors that " .. tool .. " found: " .. found, details)
  else
    case:fail("errors that " .. tool .. " found: " .. found .. ", at most " .. most .. " are allowed", details)
  end
end

return {
  id     = "security/code-scan",
  title  = "No scanner of the source reports an error",
  level  = "overridable",
  params = { most = { 0, at_least = 0, at_most = 10 } },
  cites  = { "NIST SP 800-218A", "EU AI Act Art. 15(5)" },
  remedy = "Mend what the scanner reports, or suppress it in the scanner's own way with a reason, and run it again.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local figures = results.named(case, "results.error")
    if #figures == 0 then
      case:metric("results.error"):at_most(params.most)
    end
    for _, figure in ipairs(figures) do
      judge(case, figure, params.most)
    end
  end,
}
