-- What a team declares under `declarations:` in the manifest, judged without being believed blindly.
--
--     local declarations = require "declarations"
--     declarations.said(case, "declarations.mrm.soundness.memo")
--
-- found(case, path)         what stands at a dotted path of the manifest, or nil, which the decision notes. Decide what
--                           follows from it.
-- said(case, path)          demands a text there that says something: not blank, no placeholder.
-- all_said(case, path, names)   the same of each name below the path.
-- same(a, b)                are two names of people or firms the same, but for blanks and small and capital letters?
-- answer(case, path)        true or false; nil where nothing of the kind stands there, which is then recorded.
-- word(case, path, words)   the word, where it is one of the list; else nil, which is then recorded.
-- choice(case, path, words) the same, but nothing is recorded where it is one: for what only decides which rule applies.
-- list(case, path)          a list, which may be empty; else nil, which is then recorded.
local declarations = {}

local absent = "nothing"

local placeholders = { [""] = true, tbd = true, tba = true, todo = true, ["n/a"] = true, na = true,
                       none = true, null = true, pending = true, unknown = true, xxx = true, tbc = true,
                       fillin = true, tobedefined = true, tobedetermined = true, placeholder = true }
-- Blanks and dashes beyond ASCII: no-break and zero-width spaces, the dashes, the ellipsis.
local silent = { "\u{A0}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{2013}", "\u{2014}", "\u{2026}", "\u{2060}",
                 "\u{3000}", "\u{FEFF}" }

function declarations.found(case, path)
  local value = case:optional(path, absent)
  if value == absent then
    return nil
  end
  return value
end

local function is_placeholder(words)
  local bare = string.lower(words)
  for _, mark in ipairs(silent) do
    bare = string.gsub(bare, mark, "")
  end
  bare = string.gsub(bare, "[%s%.%-%?!_<>%[%]{}%(%)\"'*#:;,]", "")
  return placeholders[bare] == true
end

function declarations.said(case, path)
  local subject = case:expect(path)
  local value = declarations.found(case, path)
  if value ~= nil and type(value) ~= "string" then
    case:insufficient(path .. " is no text", { control = path, evidence = subject })
  elseif value ~= nil and is_placeholder(value) then
    case:insufficient(path .. " says nothing yet", { control = path, observed = value, evidence = subject })
  else
    subject:present()
  end
end

function declarations.all_said(case, path, names)
  for _, name in ipairs(names) do
    declarations.said(case, path .. "." .. name)
  end
end

local function plain(name)
  return string.gsub(string.gsub(string.lower(name), "[%s%c]+", " "), "^ ?(.-) ?$", "%1")
end

function declarations.same(a, b)
  return type(a) == "string" and type(b) == "string" and (plain(a)) == (plain(b))
end

local function is_among(value, words)
  for _, word in ipairs(words) do
    if value == word then
      return word
    end
  end
  return nil
end

function declarations.answer(case, path)
  local value = declarations.found(case, path)
  if value == nil then
    case:expect(path):present()
  elseif type(value) ~= "boolean" then
    case:insufficient(path .. " is neither true nor false", { control = path, evidence = case:expect(path) })
    return nil
  end
  return value
end

function declarations.word(case, path, words)
  case:expect(path):one_of(words)
  return is_among(declarations.found(case, path), words)
end

function declarations.choice(case, path, words)
  local word = is_among(declarations.found(case, path), words)
  if not word then
    case:expect(path):one_of(words)
  end
  return word
end

function declarations.list(case, path)
  local value = declarations.found(case, path)
  if value == nil then
    case:expect(path):present()
    return nil
  end
  if type(value) ~= "table" or type(next(value)) == "string" then
    case:insufficient(path .. " is no list", { control = path, evidence = case:expect(path) })
    return nil
  end
  return next(value) == nil and {} or value
end

return declarations
