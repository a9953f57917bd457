/* scan/opcode.h: the instructions of pickle, protocols 0 to 5. Private to the room.
 *
 * A pickle is a program for a stack machine: one byte of opcode, an argument in one of a few forms,
 * and an effect on the stack, the memo, or the world. Source: Lib/pickletools.py of CPython, which
 * documents every opcode; PEP 307, 3154 and 574.
 */
#ifndef SCAN_OPCODE_H
#define SCAN_OPCODE_H

#include <stdint.h>

/* How the argument stands behind the opcode. */
enum opcode_argument {
    ARGUMENT_NONE,
    ARGUMENT_FIXED,   /* `size` bytes                                             */
    ARGUMENT_COUNTED, /* a count of `size` bytes, least first, and that many more */
    ARGUMENT_SIGNED,  /* the same, where the count may not be negative            */
    ARGUMENT_LINE,    /* up to a line feed                                        */
    ARGUMENT_LINES,   /* two of them: module and name                             */
};

enum opcode_effect {
    EFFECT_PUSH,         /* pops, then pushes something that is not followed       */
    EFFECT_KEEP,         /* pops, and what lies below is changed in place          */
    EFFECT_NUMBER,       /* pushes a number from 0 on                              */
    EFFECT_NULL,         /* pushes None                                            */
    EFFECT_TEXT,         /* pushes a text, as it stands                            */
    EFFECT_QUOTED,       /* ... between quotes                                     */
    EFFECT_RAW,          /* ... up to the line feed                                */
    EFFECT_MARK,         /* pushes a mark                                          */
    EFFECT_STOP,         /* ends the pickle                                        */
    EFFECT_POP,          /* takes one away, or a mark                              */
    EFFECT_POP_MARK,     /* takes away all down to the mark                        */
    EFFECT_TWICE,        /* pushes the topmost again                               */
    EFFECT_TUPLE,        /* pops into a tuple                                      */
    EFFECT_TUPLE_MARK,   /* all down to the mark into a tuple                      */
    EFFECT_GATHER,       /* all down to the mark into something not followed       */
    EFFECT_GATHER_INTO,  /* all down to the mark into what lies below it           */
    EFFECT_SET_ITEMS,    /* the same, pairs of key and value                       */
    EFFECT_GLOBAL,       /* pushes what module and name mean                       */
    EFFECT_STACK_GLOBAL, /* the same, the two being on the stack                   */
    EFFECT_INSTANCE,     /* module and name, called with all down to the mark      */
    EFFECT_OBJECT,       /* a class and its arguments down to the mark             */
    EFFECT_CALL,         /* a callable and a tuple                                 */
    EFFECT_NEW,          /* a class and a tuple, or with keywords                  */
    EFFECT_BUILD,        /* gives the object below a state                         */
    EFFECT_STORE,        /* copies the topmost to the memo: argument, line or next */
    EFFECT_FETCH,        /* pushes from the memo                                   */
    EFFECT_PERSISTENT,   /* asks the loader for an object by id                    */
    EFFECT_EXTENSION,    /* an object by its number in a registry of the process   */
    EFFECT_PROTOCOL,
    EFFECT_FRAME,
    EFFECT_OUT_OF_BAND, /* a buffer that is not in the file                       */
};

struct opcode {
    const char *name; /* as pickletools calls it; NULL where there is no such opcode */
    enum opcode_argument argument;
    uint8_t size; /* of the opcode's argument or its count */
    uint8_t pops;
    enum opcode_effect effect;
};

extern const struct opcode opcodes[256];

#endif
