-- Is a licence one of those that are allowed?
--
--     local licences = require "licences"
--     local fault = licences.fault(case.card.license, params.allowed)     -- nil where all are
--
-- fault(licence, allowed)   nil, or what is wrong: "GPL-3.0-only is not allowed". The licence is an
--                           SPDX expression or a list of them, of which each has to be allowed;
--                           `allowed` is a list of SPDX ids, or of whole expressions.
--
-- Small and capital letters are the same, as SPDX has it. `A OR B` needs one of them, `A AND B`
-- both; AND goes before OR. Parentheses and WITH are taken only as they stand in `allowed`.
local licences = {}

local function is_allowed(id, allowed)
  for _, one in ipairs(allowed) do
    if one:lower() == id:lower() then
      return true
    end
  end
  return false
end

-- Nothing where one of the choices is allowed; else what is not, of the first.
local function refused(expression, allowed)
  local words, lacking, first = {}, nil, nil
  for word in (expression .. " OR"):gmatch("%S+") do
    local operator = word:upper()
    if operator ~= "AND" and operator ~= "OR" then
      table.insert(words, word)
    else
      local id = table.concat(words, " ")
      lacking = lacking or (not is_allowed(id, allowed) and id) or nil
      if operator == "OR" and not lacking then
        return nil
      end
      first = first or lacking
      lacking = operator == "AND" and lacking or nil
      words = {}
    end
  end
  return first
end

local function expression_fault(expression, allowed)
  if type(expression) ~= "string" or not expression:find("%S") then
    return "a licence is no text"
  end
  local plain = expression:gsub("^%s+", ""):gsub("%s+$", ""):gsub("%s+", " ")
  local lacking = not is_allowed(plain, allowed) and refused(plain, allowed)
  return lacking and (lacking == "" and plain or lacking) .. " is not allowed" or nil
end

function licences.fault(licence, allowed)
  if type(licence) ~= "table" then
    return expression_fault(licence, allowed)
  end
  local fault = #licence == 0 and "no licence is named" or nil
  for _, one in ipairs(licence) do
    fault = fault or expression_fault(one, allowed)
  end
  return fault
end

return licences
