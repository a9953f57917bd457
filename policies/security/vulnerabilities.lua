-- What the model runs on has no known hole that somebody could use.
--
-- A bill of materials rates what it lists: high and critical count, and so does what nobody rated.
-- pip-audit only counts, so there each one does. What cannot be mended yet is accepted by a waiver,
-- with a name and a day; what could not be looked up is noted.
local documents = require "documents"

local grave = { "vulnerabilities.critical", "vulnerabilities.high", "vulnerabilities.unknown" }

-- Of the whole file: a figure of a task or a group is a model's, whatever it is called.
local function figures_of(case, evidence)
  local figures = {}
  for _, result in ipairs(evidence.results) do
    if not documents.member(result, "task") and not documents.member(result, "group") then
      if figures[result.metric] then
        case:insufficient(result.metric .. " stands in one file twice", { control = result.metric, evidence = result })
      end
      figures[result.metric] = result
    end
  end
  return figures
end

local function judge(case, metric, figure, most)
  local found = figure and math.tointeger(documents.member(figure, "value"))
  local details = { control = metric, observed = found, expected = { at_most = most }, evidence = figure }
  if not found or found < 0 then
    case:insufficient(metric .. " is no count", details)
  elseif found <= most then
    case:pass(metric .. ": " .. found, details)
  else
    case:fail(metric .. ": " .. found .. ", at most " .. most .. " are allowed", details)
  end
end

-- Is there a figure for one severity at least?
local function is_rated(figures)
  for _, metric in ipairs(grave) do
    if figures[metric] then
      return true
    end
  end
  return false
end

-- A bill that lists nothing was compared with nothing.
local function judge_listed(case, figures)
  local components = figures["components"]
  if components and documents.member(components, "value") == 0 then
    case:insufficient("the bill lists no component that could have a vulnerability",
                      { control = "components", evidence = components })
  end
end

-- Whoever wrote the bill may have called a vulnerability resolved or false: a person should know how often.
local function note_set_aside(case, aside)
  local count = aside and documents.member(aside, "value")
  if count and count ~= 0 then
    case:note("vulnerabilities that the bill itself sets aside: " .. count)
  end
end

local function judge_audit(case, figures, most)
  local audit = figures["vulnerabilities"]
  local n = documents.member(audit, "n")
  if not math.type(n) or not (n >= 1) then
    case:insufficient("it is not said how many dependencies were audited", { control = "audited", evidence = audit })
  end
  judge(case, "vulnerabilities", audit, most)
  local skipped = figures["dependencies.skipped"]
  if skipped and skipped.value ~= 0 then
    case:note("dependencies that could not be looked up: " .. skipped.value)
  end
end

return {
  id     = "security/vulnerabilities",
  title  = "No dependency has a known vulnerability that is high, critical or not rated",
  level  = "overridable",
  params = { most = { 0, at_least = 0, at_most = 10 } },
  cites  = { "EU Cyber Resilience Act Annex I Part I (2)(a)", "NIST SP 800-218A" },
  remedy = "Raise the dependencies that the audit names, write the lock file anew and audit again (pip-audit --format json, or a CycloneDX bill with its vulnerabilities); have waived what has no fix yet.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local audits = 0
    for _, evidence in ipairs(case.evidence) do
      local figures = figures_of(case, evidence)
      if is_rated(figures) then
        audits = audits + 1
        judge_listed(case, figures)
        note_set_aside(case, figures["vulnerabilities.set_aside"])
        for _, metric in ipairs(grave) do
          judge(case, metric, figures[metric], params.most)
        end
      elseif figures["vulnerabilities"] then
        audits = audits + 1
        judge_audit(case, figures, params.most)
      end
    end
    if audits == 0 then
      case:metric("vulnerabilities"):at_most(params.most)
    end
  end,
}
