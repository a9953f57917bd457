-- Somebody by name oversees the system. Remote biometric identification takes two.
--
-- Article 14(5): no action on an identification that two natural persons have not each verified. Two is the law's number.
local act = require "act"
local declarations = require "declarations"

-- How many different persons the list names; what names nobody is recorded.
local function persons_in(case, list)
  local seen, count = {}, 0
  for i, name in ipairs(list) do
    if type(name) == "string" and string.match(name, "%S") and not seen[string.lower(name)] then
      seen[string.lower(name)] = true
      count = count + 1
    else
      case:insufficient("oversight.persons[" .. i .. "] names nobody else", { control = "persons" })
    end
  end
  return count
end

return {
  id     = "eu-ai-act-high-risk/oversight",
  title  = "Natural persons oversee the system",
  level  = "mandatory",
  applies_from = "2027-12-02",
  cites  = { "EU AI Act Art. 14(1)", "EU AI Act Art. 14(4)", "EU AI Act Art. 14(5)", "EU AI Act Art. 26(2)" },
  remedy = "Name the persons under declarations.eu-ai-act.oversight.persons and what they can do under oversight.measures; for Annex III 1(a), two persons and oversight.two_person_verification: true.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local judged = act.high(case)
    if not judged then
      return
    end
    local point = act.point(judged)
    declarations.said(judged, act.root .. "oversight.measures")
    local list = declarations.list(judged, act.root .. "oversight.persons")
    if not list or not point then
      return
    end
    local needed = point == "III 1(a)" and 2 or 1
    local count = persons_in(judged, list)
    local options = { control = "persons", observed = count, expected = needed }
    if count >= needed then
      judged:pass(count .. " persons oversee the system", options)
    else
      judged:fail(count .. " persons oversee the system, at least " .. needed .. " is required", options)
    end
    if needed == 2 then
      judged:expect(act.root .. "oversight.two_person_verification"):equals(true)
    end
  end,
}
