package gate

alow if input.accuracy >= 0.9
