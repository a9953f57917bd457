#include "evidence/carrier.h"

/* Which carrier a file has: the first row that claims it, and the tree where nobody does. */
static const struct {
    enum carrier carrier;
    bool (*claims)(const char *path, struct text bytes);
    bool (*read)(const char *path, struct text bytes, struct arena *arena, struct value *document,
                 struct error *err);
} carriers[] = {
    {CARRIER_MARKDOWN, carrier_markdown_claims, carrier_markdown_read},
    {CARRIER_LINES, carrier_lines_claims, carrier_lines_read},
    {CARRIER_XML, carrier_xml_claims, carrier_xml_read},
    {CARRIER_TABLE, carrier_table_claims, carrier_table_read},
    {CARRIER_TREE, NULL, carrier_tree_read},
};

bool carrier_read(const char *path, struct text bytes, struct arena *arena, enum carrier *carrier,
                  struct value *document, struct error *err)
{
    size_t row = 0;
    while (row + 1 < COUNT(carriers) && !carriers[row].claims(path, bytes))
        row++;
    if (!carriers[row].read(path, bytes, arena, document, err))
        return false;
    *carrier = carriers[row].carrier;
    return true;
}
