/* report/sheet.h: one record, read once, as all reports but text and json want it. Private to the
 * room.
 *
 *     credit-default 2.3.0 -> production     title
 *     DENIED                                 verdict     sha256:9c1f...   id
 *     [ fail | credit/four-fifths | ... ]    controls, in the record's order
 *
 * What blocks is always a control. Where nothing was judged, where a digest does not hold or where
 * a manifest could not be read, no finding says so; the sheet then has a control of its own, policy
 * "obstat", so that no tool that only counts failures takes silence for consent.
 */
#ifndef REPORT_SHEET_H
#define REPORT_SHEET_H

#include "policy/decision.h"
#include "report/control.h"
#include "report/report.h"

struct sheet {
    const struct value *record;
    const char *manifest; /* as seen from here, settled; NULL where unknown or outside of here */
    struct text title; /* "credit-default 2.3.0 -> production" on a sheet, or the manifest's path */
    struct text name;  /* of the sheet's model; empty where the manifest could not be read        */
    const char *verdict; /* ALLOWED, PENDING, DENIED                           */
    struct text id;      /* of the sheet's decision; empty where there is none */
    int status;
    struct controls controls;
    size_t counts[STANDING_COUNT];
};

struct sheets LIST(struct sheet);

/* ERROR_REFUSED where the record is neither decision/v1 nor error/v1. */
NODISCARD bool sheet_read(const struct report_record *of, struct arena *arena,
                          struct sheet *read_sheet, struct error *err);
NODISCARD bool sheets_read(const struct report_records *records, struct arena *arena,
                           struct sheets *read_sheets, struct error *err);

/* The findings of a decision. */
NODISCARD bool sheet_findings(const struct value *decision, struct arena *arena,
                              struct findings *shown_findings, struct error *err);

/* How many controls of that standing, or of any that blocks, all sheets have. */
size_t sheets_count(const struct sheets *sheets, enum standing standing);
size_t sheets_blocking(const struct sheets *sheets);

/* Where a tool shall point at: the evidence, else the policy, else the manifest, else nowhere. */
struct place sheet_place(const struct sheet *sheet, const struct control *control);

/* "2 failed, 1 could not be judged, 3 warnings, 18 passed". */
void sheet_summary(const struct sheet *sheet, struct buffer *rendered);

/* Of a policy that is not in force yet, a row {"id", "level", "applies_from"} of the record: "is
 * mandatory from 2027-01-01 on; until then it is advisory". Not escaped. */
struct text sheet_force(const struct value *row, struct arena *arena);

/* What stays the same from run to run while the control does: SHA-256 of model, manifest, policy
 * and control, in hexadecimal. */
enum { FINGERPRINT_SIZE = 65 };
NODISCARD bool sheet_fingerprint(const struct sheet *sheet, const struct control *control,
                                 char fingerprint[FINGERPRINT_SIZE], struct error *err);

#endif
