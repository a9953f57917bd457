-- Figures are stated.
return {
  id = "house/figures", title = "Figures are stated", level = "mandatory", cites = { "The Act Art. 13(3)" }, remedy = "State them.",
  check = function(case) case:metric("accuracy"):present() end,
}
