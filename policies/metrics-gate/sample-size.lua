-- The headline metric rests on enough rows to mean something.
--
-- With 1,000 rows an accuracy of 0.90 is known to about 0.02 either way.
return {
  id     = "metrics-gate/sample-size",
  title  = "The headline metric was measured on enough rows",
  level  = "overridable",
  params = { metric = "accuracy", rows = { 1000, at_least = 100 } },
  remedy = "Evaluate on more rows, and record their number as n.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local rows = case:metric(params.metric).n
    local details = { control = "rows of " .. params.metric, observed = rows,
                      expected = { at_least = params.rows } }
    if math.type(rows) ~= "integer" or rows < 0 then
      case:insufficient("n is not a number of rows", details)
    elseif rows >= params.rows then
      case:pass(rows .. " rows, at least " .. params.rows .. " are required", details)
    else
      case:fail(rows .. " rows, at least " .. params.rows .. " are required", details)
    end
  end,
}
