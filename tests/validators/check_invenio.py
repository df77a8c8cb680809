"""Print, as JSON, what the metadata schema of InvenioRDM finds in the record of a file.

Run by the Python of its own environment, see `make validators`; the project never imports it.
"""

import json
import sys
from pathlib import Path

from flask import Flask
from flask_babel import Babel
from invenio_config.default import ALLOWED_HTML_ATTRS, ALLOWED_HTML_TAGS
from invenio_rdm_records import config
from invenio_rdm_records.services.schemas.metadata import MetadataSchema

app = Flask("check")
app.config.from_object(config)
app.config.update(ALLOWED_HTML_TAGS=ALLOWED_HTML_TAGS, ALLOWED_HTML_ATTRS=ALLOWED_HTML_ATTRS)
Babel(app)
record = json.loads(Path(sys.argv[1]).read_bytes())
with app.app_context():
    sys.stdout.write(json.dumps(MetadataSchema().validate(record["metadata"]), default=str))
