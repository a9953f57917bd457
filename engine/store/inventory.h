/* store/inventory.h: which rows there are, and what each of them says, under one digest.
 *
 * Whoever can write to a database can edit its rows. An inventory lists the name and the document
 * of every row by their digests, in a tree of nodes in which a parent names its children by the
 * digest of their bytes. So its top stands for all rows, and where the top is known to be right, a
 * row that was edited, taken away, put in or put back as it was before is found by reading the few
 * nodes that lead to it. Who vouches for the top is not asked here (store/log_rows.c: the log
 * does).
 *
 *     label        the first 24 bytes of SHA-256 over kind, NUL, key, but for its beginning
 *     path         a label's letters, five bits each, the first ones first: 0-9, a-v
 *
 * Rows that are walked together stand below one path, so that a fork says how many of them there
 * are: some letters of a label are not those of its own SHA-256, but those that stand at the same
 * places of another one.
 *
 *     letters 0-1      of kind, NUL                               all rows of a kind
 *     letters 2-7      of kind, NUL, the key up to its first "/"  where it has one
 *     letters 8-11     of kind, NUL, the key up to its second "/" where it has two
 *
 *     "" ----+---- "0" ...                  a node is the row (inventory, PATH):
 *            +---- "1" ---+--- "10" ...       leaf    "L" { label 24, digest 32 } ...
 *            :            +--- "1f" ...       fork    "F" { letter 1, count 4, digest 32 } ...
 *
 * Members of a leaf are in the order of their labels, children of a fork in that of their letters;
 * count is how many rows are below, its first byte the largest; digest is SHA-256, of a document in
 * a leaf, of the child's bytes in a fork. A node over at most INVENTORY_LEAF rows is a leaf, one
 * over more a fork, one over none is not there: so the same rows have the same nodes, in whatever
 * order they came. Labels are chosen by nobody, so depth grows with the logarithm of the rows, and
 * by the letters of a beginning that more than a leaf of them share.
 *
 * Two names with one label would take 2^66 trials to find; then the second of them could not be
 * told from the first, and reading the first would fail. Two beginnings of keys with the same
 * letters are found in 2^15; so a count may be too large, and is never too small.
 */
#ifndef STORE_INVENTORY_H
#define STORE_INVENTORY_H

#include "crypto/digest.h"
#include "ledger/row.h"

enum {
    INVENTORY_LEAF = 32,   /* members of a leaf, at most: 1.8 KB */
    INVENTORY_FAN = 32,    /* children of a fork                 */
    INVENTORY_DEPTH = 38,  /* letters of a path: 190 bits        */
    INVENTORY_LABEL = 24,  /* bytes                              */
    INVENTORY_PATH = 40,   /* bytes that a path has room in      */
    INVENTORY_MEMBER = 56, /* bytes of a member                  */
    INVENTORY_CHILD = 37,  /* bytes of a child                   */
};

/* A row: its name's label, and the digest of what it says. */
struct inventory_member {
    uint8_t label[INVENTORY_LABEL];
    struct digest said;
};

struct inventory_node;

/* The top, or a child: over how many rows, and which bytes it has. */
struct inventory_part {
    uint32_t count; /* 0: not there                        */
    struct digest digest;
    struct inventory_node *node; /* NULL: not read yet      */
};

/* All zeros but the port and the arena is the inventory of no rows. */
struct inventory {
    struct rows nodes;   /* where nodes are read, and put       */
    struct arena *arena; /* of the nodes that were read or made */
    struct inventory_part top;
};

/* The kind of the rows that are nodes. */
extern const struct text inventory_kind;

/* Is this what the row says? An empty document: that there is no such row. ERROR_INTEGRITY where it
 * is not, or where a node is not what its parent says. */
NODISCARD bool inventory_holds(struct inventory *inventory, struct row_name name,
                               struct text document, struct error *err);

/* From now on it says this; an empty document takes the row away. Before inventory_write no node is
 * put but those that are not there any more. After a failure the inventory is not used any more. */
NODISCARD bool inventory_note(struct inventory *inventory, struct row_name name,
                              struct text document, struct error *err);

/* The longest beginning of a key that rows are counted by: up to its second "/", or its first one,
 * or none of it. */
struct text inventory_beginning(struct text key);

/* At least how many rows of a kind there are whose keys have the beginning that the key of `rows`
 * has; exactly so many where no other beginning (of an empty one: no other kind) has its letters.
 */
NODISCARD bool inventory_count(struct inventory *inventory, struct row_name rows, uint32_t *out,
                               struct error *err);

/* Is there a node at this path? */
NODISCARD bool inventory_has(struct inventory *inventory, struct text path, bool *has,
                             struct error *err);

/* Was anything noted that the nodes do not say yet? */
bool inventory_changed(const struct inventory *inventory);

/* Put the nodes that changed. After a failure the inventory is not used any more. */
NODISCARD bool inventory_write(struct inventory *inventory, struct error *err);

/* ---- what a node is made of, for who makes them all (store/stocktake.h) ---- */

NODISCARD bool inventory_label_of(struct row_name name, uint8_t label[INVENTORY_LABEL],
                                  struct error *err);
/* The letter of a label at a depth: 0 to 31; and as it stands in a path. */
unsigned inventory_letter(const uint8_t label[INVENTORY_LABEL], unsigned depth);
char inventory_sign(unsigned letter);
/* Bytes of a leaf with these members, in order; of a fork with these INVENTORY_FAN children. */
struct text inventory_leaf_bytes(const struct inventory_member *members, size_t count,
                                 struct arena *arena);
struct text inventory_fork_bytes(const struct inventory_part *children, struct arena *arena);

#endif
