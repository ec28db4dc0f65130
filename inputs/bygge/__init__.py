"""How the example data set is built, one module per part: kallor → indelning → ekonomi → behov and insatser → beskrivning."""
