local function column(name)
  return { card = { signature = { inputs = { { name = name, type = "double" } } } } }
end

local function is_one(name, kind)
  return { name = name .. " is named like " .. kind, evidence = column(name), expect = { outcome = "fail", message = "named like " .. kind } }
end

local function is_none(name)
  return { name = name .. " is named like none", evidence = column(name), expect = "pass" }
end

return {
  is_none "income", is_none "loan_to_value", is_none "state", is_none "shipping_cost", is_none "capacity",
  is_none "latency", is_none "candidate_score", is_none "n_accounts",
  is_one("first_name", "a name"), is_one("Name", "a name"), is_one("patientZIPCode", "a place smaller than a state"),
  is_one("home.latitude", "a place"), is_one("dob", "a date"), is_one("DateOfBirth", "a date"),
  is_one("dateofbirth", "a date"), is_one("customerid", "a number of its own"), is_one("phonenumber", "a telephone number"),
  is_one("phone_1", "a telephone number"), is_one("fax", "a fax"), is_one("contactEmail", "an e-mail"),
  is_one("SSN", "a social security number"), is_one("mrn", "a medical record"), is_one("member_id", "a health plan"),
  is_one("iban", "an account"), is_one("driverLicenseNumber", "a certificate"), is_one("VIN", "a vehicle"),
  is_one("device-id", "a device"), is_one("homepage_url", "a web address"), is_one("client_ip", "an IP"),
  is_one("fingerprint_hash", "a biometric"), is_one("photo", "a photograph"), is_one("customer_id", "a number of its own"),
  { name = "a feature of an attribution", evidence = { results = { { metric = "attribution", value = 0.4, task = "zip_code" } } },
    expect = { outcome = "fail", message = "the input zip_code" } },
  { name = "a feature that the manifest lists", model = { declarations = { privacy = { features = { "income", "email" } } } },
    expect = { outcome = "fail", message = "the input email" } },
  { name = "features that the manifest lists", model = { declarations = { privacy = { features = { "income" } } } },
    expect = "pass" },
  { name = "a name that was looked at", evidence = column "city_tier", params = { allowed = { "city_tier" } }, expect = "pass" },
  { name = "a feature that is no text", model = { declarations = { privacy = { features = { 7 } } } }, expect = "insufficient" },
  { name = "inputs without names", evidence = { card = { signature = { inputs = { { type = "tensor" } } } } },
    expect = { outcome = "insufficient", message = "nothing names" } },
  { name = "no signature", evidence = { metrics = { accuracy = 0.9 } }, expect = "insufficient" },
  { name = "no evidence", expect = "insufficient" },
}
