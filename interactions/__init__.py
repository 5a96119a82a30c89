PRODUCT = "UCS Viewer 0.1"
