/* value/yaml.h: YAML 1.2 into values, by libyaml, with the core schema and no surprises.
 *
 * Plain scalars are what the core schema of YAML 1.2 says and nothing more: `no`, `on` and 12:30
 * are texts; `~`, `null` and nothing at all are null; 0x1F and 0o17 are integers; .inf and .nan are
 * VALUE_NAN. Quoted and block scalars are texts. A `<<` key is a key like any other, where it
 * could merge something; elsewhere it is refused. Only LF, CR and CRLF break lines.
 *
 * Refused, each by name and with line and column: several documents, duplicate keys, keys that are
 * not texts (1 and true are not; "1" is), tags other than the core schema's, nesting deeper than
 * LIMIT_DEPTH, aliases that would add more than LIMIT_YAML_ALIASES nodes or that contain
 * themselves, more values than LIMIT_YAML_NODES, sources above LIMIT_YAML_SIZE or made to keep
 * libyaml busy, bytes that are not UTF-8 (UTF-16 included). A byte order mark is skipped. Depth and
 * aliases are counted while events are read: nothing hostile is ever built.
 */
#ifndef VALUE_YAML_H
#define VALUE_YAML_H

#include "value/value.h"

/* Read one document. `file` names it in places and errors, and is borrowed. All texts are copied
 * into the arena. An empty document is null. Failures are ERROR_REFUSED. */
NODISCARD bool yaml_read(const char *file, struct text source, struct arena *arena,
                         struct value *document, struct error *err);

#endif
