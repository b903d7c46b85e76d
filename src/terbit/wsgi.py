"""The WSGI application that `terbit run` serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402

from terbit.house.addresses import canonical  # noqa: E402
from terbit.house.admission import admitting  # noqa: E402
from terbit.house.cdn import keeping_at_cdn  # noqa: E402
from terbit.house.places import with_places  # noqa: E402
from terbit.house.proxies import believing  # noqa: E402
from terbit.newsstand import Newsstand  # noqa: E402
from terbit.newsstand.counting import Beacon, counting  # noqa: E402
from terbit.newsstand.spool import Spool  # noqa: E402
from terbit.press.answering import Misses  # noqa: E402

# From the outside in: prints from disk; what pages tell of their readers; room for what must be made first; who is
# asking (proxies), by which name, what is sent along; what is not printed yet; then the house.
newsstand = Newsstand(settings.TERBIT_PRINTS, settings.TERBIT_URL)
application = Misses(application, newsstand.lookup, send_file=newsstand.send_file)
application = admitting(application, settings.TERBIT_LARGEST_UPLOAD, settings.CONFIG.number("threads"))
application = canonical(application, settings.TERBIT_URL)
application = believing(application, settings.TERBIT_PROXIES)
application = with_places(application, settings.CONFIG.number("threads"))
# Neither Django nor a place in the queue for a reading.
beacon = Beacon(Spool(settings.TERBIT_READINGS), settings.TERBIT_PRINTS, settings.TERBIT_URL)
application = counting(application, believing(beacon, settings.TERBIT_PROXIES))
application = newsstand.before(application)
if settings.TERBIT_CDN:
    application = keeping_at_cdn(application)
