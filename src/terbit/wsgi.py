"""The WSGI application that `terbit run` serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402

from terbit.house.addresses import canonical  # noqa: E402

# From the outside in: who is asking (proxies), by which name, then the house.
application = canonical(application, settings.TERBIT_URL)
application = wrap_wsgi_with_proxy_headers(application, settings.TERBIT_PROXIES)
