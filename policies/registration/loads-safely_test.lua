local function scanned(worst)
  return { artifact = { worst = worst, files = 2, findings = {} } }
end

return {
  { name = "nothing runs", observations = scanned "safe", expect = "pass" },
  { name = "what nobody vouches for is left to the gates that follow", observations = scanned "suspicious", expect = "pass" },
  { name = "a call that does harm", observations = scanned "dangerous",
    expect = { outcome = "fail", message = "is dangerous" } },
  { name = "what cannot be read to its end", observations = scanned "unreadable",
    expect = { outcome = "fail", message = "is unreadable" } },
  { name = "a word that nobody knows", observations = scanned "harmless", expect = "insufficient" },
  { name = "no file was read", observations = { artifact = { worst = "safe", files = 0, findings = {} } }, expect = "insufficient" },
  { name = "no files to read", expect = "not_applicable" },
}
