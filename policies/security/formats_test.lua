local folder = { artifact = { path = "model/" } }

local function scanned(worst, ...)
  return { artifact = { files = 2, worst = worst, findings = { ... }, more = 0 } }
end

local function found(verdict, member)
  return { file = "model.pkl", format = "pickle", verdict = verdict, what = "os.system", why = "runs commands",
           member = member or "", offset = 12 }
end

local function many(finding, count)
  local findings = {}
  for i = 1, count do
    findings[i] = finding
  end
  return findings
end

local function of_tier(tier)
  return { artifact = { path = "model/" }, risk = { tier = tier } }
end

return {
  { name = "nothing runs", model = folder, observations = scanned("safe"), expect = "pass" },
  { name = "a call that does harm", model = folder, observations = scanned("dangerous", found "dangerous"),
    expect = { outcome = "fail", message = "model\\.pkl: os\\.system is dangerous: runs commands" } },
  { name = "in a member of an archive", model = folder, observations = scanned("dangerous", found("dangerous", "archive/data.pkl")),
    expect = { outcome = "fail", message = "model\\.pkl, archive/data\\.pkl in it: os" } },
  { name = "whatever the tier", model = of_tier "minimal", observations = scanned("dangerous", found "dangerous"),
    expect = "fail" },
  { name = "a file that cannot be read to its end", model = of_tier "minimal",
    observations = scanned("unreadable", found "unreadable"), expect = { outcome = "fail", message = "unreadable" } },
  { name = "what nobody vouched for is not enough for the high tier", model = of_tier "high",
    observations = scanned("suspicious", found "suspicious"), expect = { outcome = "fail", message = "suspicious" } },
  { name = "and advised upon in the others", model = of_tier "limited",
    observations = scanned("suspicious", found "suspicious"), expect = "pass" },
  { name = "a finding that is worse than the whole", model = folder, observations = scanned("safe", found "dangerous"),
    expect = "fail" },
  { name = "the whole is worse than its findings", model = folder, observations = scanned("dangerous"), expect = "fail" },
  { name = "suspicious, and no finding says why", model = of_tier "high", observations = scanned("suspicious"), expect = "fail" },
  { name = "a finding that says nothing", model = folder, observations = scanned("dangerous", { verdict = "dangerous" }),
    expect = { outcome = "missing", message = "file" } },
  { name = "more findings than a report can show", model = folder,
    observations = scanned("dangerous", table.unpack(many(found("dangerous"), 1100))), expect = "fail" },
  { name = "a word that nobody knows", model = folder, observations = scanned("clean"), expect = "insufficient" },
  { name = "no file was read", model = folder, observations = { artifact = { files = 0, worst = "safe", findings = {} } },
    expect = "insufficient" },
  { name = "a service has no bytes",
    model = { artifact = { service = { provider = "example", model = "large-1" } } }, expect = "not_applicable" },
  { name = "a digest alone, and nothing was scanned", model = { artifact = { digest = "sha256:" .. ("ab"):rep(32) } },
    expect = { outcome = "missing", message = "observations.artifact" } },
  { name = "no artifact", observations = scanned("safe"), expect = { outcome = "missing", message = "artifact" } },
}
