"""How the example is built, a module per part: kallor → indelning → ekonomi → behov, planering, insatser."""
