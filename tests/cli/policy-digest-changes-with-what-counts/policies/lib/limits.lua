return { floor = 0.90 }
