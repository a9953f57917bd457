"""edit.py TREE WHAT: changes rows of .obstat/log.db as somebody would who knows its format."""
import sqlite3
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1] + "/tests")
import sums

EDITS = {
    "model": "UPDATE document SET body = CAST(replace(CAST(body AS TEXT), 'credit', 'kredit') AS BLOB) "
             "WHERE CAST(kind AS TEXT) = 'model'",
    "version": "UPDATE document SET body = CAST(replace(CAST(body AS TEXT), '\"stage\":\"registered\"', "
               "'\"stage\":\"production\"') AS BLOB) WHERE CAST(kind AS TEXT) = 'version'",
    "place": "UPDATE document SET key = CAST(replace(CAST(key AS TEXT), 'registered/', 'production/') AS BLOB) "
             "WHERE CAST(kind AS TEXT) = 'place'",
    "source": "UPDATE document SET key = CAST(replace(CAST(key AS TEXT), 'model:base', 'model:other') AS BLOB) "
              "WHERE CAST(kind AS TEXT) = 'source'",
    "removed": "DELETE FROM document WHERE CAST(kind AS TEXT) = 'decision'",
    "added": "INSERT INTO document VALUES (CAST('waiver' AS BLOB), CAST('credit@2.3.0/production/x' AS BLOB), "
             "CAST('{}' AS BLOB))",
    "seal": "UPDATE document SET body = zeroblob(76) WHERE CAST(kind AS TEXT) = 'seal'",
    "inventory": "UPDATE document SET body = CAST('F' AS BLOB) WHERE CAST(kind AS TEXT) = 'inventory'",
    "nothing": "DELETE FROM document WHERE CAST(kind AS TEXT) <> 'opening'",
}
base = sqlite3.connect(".obstat/log.db")
base.execute(EDITS[sys.argv[2]])
base.commit()
base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
base.close()
sums.mend(".obstat/log.db")
