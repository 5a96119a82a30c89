"""The entry point of a production server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ucsviewer.settings")
application = get_wsgi_application()

# What a process begins with is never garbage. Left out of the collector's rounds, or every few pages would
# wait for it to look at 100,000 objects again.
gc.collect()
gc.freeze()
