"""The WSGI application that `terbit run` serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402

from terbit.house.addresses import canonical  # noqa: E402
from terbit.house.admission import admitting  # noqa: E402
from terbit.house.proxies import believing  # noqa: E402

# From the outside in: who is asking (proxies), by which name, what is sent along, then the house.
application = admitting(application, settings.TERBIT_LARGEST_UPLOAD, settings.CONFIG.number("threads"))
application = canonical(application, settings.TERBIT_URL)
application = believing(application, settings.TERBIT_PROXIES)
