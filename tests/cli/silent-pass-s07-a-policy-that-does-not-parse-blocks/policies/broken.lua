return {
  id = "credit/broken",
  check = function(case
}
