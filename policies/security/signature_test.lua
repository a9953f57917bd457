local folder = { artifact = { path = "model/", signature = "model/model.sig" } }

local function signed(stands, of)
  return { signatures = { { of = of or "artifact", path = "model/", signature = "model/model.sig", form = "oms",
                            stands = stands, by = "SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8" } } }
end

return {
  { name = "by a trusted key", model = folder, observations = signed "attested",
    expect = { outcome = "pass", message = "signed by SHA256:bbXpu" } },
  { name = "by a key that nobody trusts", model = folder, observations = signed "unpinned",
    expect = { outcome = "fail", message = "no key that is trusted" } },
  { name = "keyless", model = folder, observations = signed "unsupported",
    expect = { outcome = "fail", message = "not verified here" } },
  { name = "in a word that nobody knows", model = folder, observations = signed "valid", expect = "insufficient" },
  { name = "of the evidence alone", model = folder, observations = signed("attested", "evidence"),
    expect = { outcome = "fail", message = "was not looked at" } },
  { name = "of another artifact", model = { artifact = { path = "model/", signature = "other.sig" } },
    observations = signed "attested", expect = { outcome = "fail", message = "other\\.sig was not looked at" } },
  { name = "the manifest names none", model = { artifact = { path = "model/" } }, observations = signed "attested",
    expect = { outcome = "missing", message = "artifact\\.signature" } },
  { name = "nothing is signed", model = folder, expect = { outcome = "missing", message = "observations.signatures" } },
  { name = "no artifact", observations = signed "attested", expect = { outcome = "missing", message = "artifact" } },
  { name = "a service", model = { artifact = { service = { provider = "p", model = "m" } } },
    expect = "not_applicable" },
}
