/* evidence/carrier.h: bytes into a document, by the grammar that carries it. Private to the room.
 *
 * A carrier knows a grammar and no meaning. Whatever it reads becomes one value in which every part
 * knows its line and column, so that formats of all carriers are read in one way:
 *
 *     tree       the value of the JSON or YAML file
 *     lines      a list: the document of each line that is not blank
 *     markdown   {front: map or null, sections: [{title, level, text}, ...]}
 *                front matter is YAML; text before the first heading has the title "" and level 0;
 *                a section's text goes on to the next heading of any level
 *     xml        an element: {name, attributes: {name: text}, text, children: [element, ...]}
 *                attributes and children are there only where there are any
 *     table      {columns: [text, ...], rows: [{column: text}, ...]}
 *                a cell that is empty is absent from its row
 *     folder     {name of a file: text, or a map for a folder}: what its format asks for
 *
 * Cells, attributes and sections are texts: only a format knows which of them are numbers.
 */
#ifndef EVIDENCE_CARRIER_H
#define EVIDENCE_CARRIER_H

#include "base/buffer.h"
#include "evidence/evidence.h"

/* Find the carrier by the file's content, and by its name where the content leaves it open (a card
 * without front matter is any text: .md says so), and read. `path` names the file in places.
 * ERROR_REFUSED names what does not fit the grammar, with line and column. */
NODISCARD bool carrier_read(const char *path, struct text bytes, struct arena *arena,
                            enum carrier *carrier, struct value *document, struct error *err);

/* The readers, each in carrier_NAME.c. */
NODISCARD bool carrier_tree_read(const char *path, struct text document_bytes, struct arena *arena,
                                 struct value *document, struct error *err);
NODISCARD bool carrier_lines_read(const char *path, struct text lines_text, struct arena *arena,
                                  struct value *document, struct error *err);
NODISCARD bool carrier_markdown_read(const char *path, struct text markdown_text,
                                     struct arena *arena, struct value *document,
                                     struct error *err);
NODISCARD bool carrier_xml_read(const char *path, struct text xml_text, struct arena *arena,
                                struct value *document, struct error *err);
NODISCARD bool carrier_table_read(const char *path, struct text table_text, struct arena *arena,
                                  struct value *document, struct error *err);

/* Is the file of this carrier? */
bool carrier_lines_claims(const char *path, struct text lines_text);
bool carrier_markdown_claims(const char *path, struct text markdown_text);
bool carrier_xml_claims(const char *path, struct text xml_text);
bool carrier_table_claims(const char *path, struct text table_text);

#endif
