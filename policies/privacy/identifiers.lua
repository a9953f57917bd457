-- The model is not told who somebody is.
--
-- The names of its inputs are looked through for the eighteen identifiers of the HIPAA safe harbour:
-- the columns of MLflow's signature, the features of attributions, and what the manifest lists under
-- declarations.privacy.features. A name can hide what a column holds; it seldom lies about it.
local documents = require "documents"
local results = require "results"

local identifiers = {
  ["a name"] = { "first name", "firstname", "last name", "lastname", "full name", "fullname", "surname", "family name",
                 "given name", "middle name", "maiden name", "patient name", "customer name" },
  ["a place smaller than a state"] = { "zip", "zip code", "zipcode", "postal code", "postcode", "street", "street address", "home address", "address", "city",
                                       "county", "precinct", "latitude", "longitude", "lat", "lon", "geocode" },
  ["a date of a person's life"] = { "date of birth", "birth date", "birthdate", "birthday", "dob", "admission date",
                                    "admit date", "discharge date", "date of death", "death date" },
  ["a telephone number"] = { "phone", "phone number", "telephone", "telephone number", "mobile number", "cell number" },
  ["a fax number"] = { "fax" },
  ["an e-mail address"] = { "email", "e mail", "email address" },
  ["a social security number"] = { "ssn", "social security", "national insurance number" },
  ["a medical record number"] = { "mrn", "medical record", "record number", "chart number" },
  ["a health plan number"] = { "beneficiary", "beneficiary id", "member id", "subscriber id", "policy number", "insurance id" },
  ["an account number"] = { "account number", "account no", "acct number", "iban", "card number" },
  ["a certificate or licence number"] = { "license number", "licence number", "certificate number", "passport", "passport number" },
  ["a vehicle"] = { "vin", "license plate", "licence plate", "number plate", "plate number" },
  ["a device"] = { "device id", "serial number", "imei", "mac address" },
  ["a web address"] = { "url", "website", "homepage" },
  ["an IP address"] = { "ip", "ip address", "ip addr" },
  ["a biometric identifier"] = { "fingerprint", "voiceprint", "biometric", "iris scan", "face embedding" },
  ["a photograph"] = { "photo", "photograph", "face image" },
  ["a number of its own"] = { "patient id", "person id", "user id", "customer id", "client id", "employee id", "uuid", "guid",
                              "tax id", "national id" },
}

-- "patientZIPCode_2" gives "patient", "zip", "code".
local function words_of(name)
  local words = {}
  local apart = name:gsub("(%l)(%u)", "%1 %2"):gsub("(%u)(%u%l)", "%1 %2"):lower()
  for word in apart:gmatch("%a+") do
    table.insert(words, word)
  end
  return words
end

local function phrases()
  local kinds = {}
  for kind, list in pairs(identifiers) do
    for _, phrase in ipairs(list) do
      kinds[phrase] = kind
      kinds[(phrase:gsub(" ", ""))] = kind -- dateofbirth
    end
  end
  return kinds
end

local function kind_of(name, kinds)
  local words = words_of(name)
  if #words == 1 and words[1] == "name" then
    return "a name"
  end
  for first = 1, #words do
    for last = first, math.min(first + 2, #words) do
      local kind = kinds[table.concat(words, " ", first, last)]
      if kind then
        return kind
      end
    end
  end
  return nil
end

local function collect(into, list)
  for _, name in ipairs(list or {}) do
    table.insert(into, name)
  end
end

local function columns_of(evidence, into)
  local told = documents.member(evidence, "card") or {}
  local signature = documents.member(told, "signature") or {}
  for _, column in ipairs(documents.member(signature, "inputs") or {}) do
    table.insert(into, documents.member(column, "name"))
  end
end

local function features_of(case)
  local features = {}
  for _, evidence in ipairs(case.evidence) do
    columns_of(evidence, features)
  end
  for _, attribution in ipairs(results.named(case, "attribution")) do
    table.insert(features, documents.member(attribution, "task"))
  end
  local declared = documents.member(case.model, "declarations") or {}
  collect(features, documents.member(documents.member(declared, "privacy") or {}, "features"))
  return features
end

return {
  id     = "privacy/identifiers",
  title  = "No input of the model is named like an identifier of a person",
  level  = "overridable",
  params = { allowed = { "state" } },
  cites  = { "45 CFR 164.514(b)(2)(i)", "GDPR Art. 5(1)(c)" },
  remedy = "Leave the column out of the model, or replace it by what the model needs of it (an age band, a region); a name that only sounds like one goes into privacy/identifiers.allowed.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local kinds, allowed, judged = phrases(), {}, 0
    for _, name in ipairs(params.allowed) do
      allowed[name] = true
    end
    for _, name in ipairs(features_of(case)) do
      local is_text = type(name) == "string"
      local kind = is_text and not allowed[name] and kind_of(name, kinds)
      judged = judged + 1
      if not is_text then
        case:insufficient("the name of an input is no text", { control = "input " .. judged })
      elseif kind then
        case:fail("the input " .. name .. " is named like " .. kind, { control = "input " .. name, observed = name })
      end
    end
    if judged > 0 then
      case:pass(judged .. " inputs were looked at", { control = "inputs" })
    else
      case:insufficient("nothing names the inputs of the model", { control = "inputs" })
    end
  end,
}
