# cmake -DOUT=FILE -DFILES=a.json,b.json -P embed.cmake: a C file that holds the files as bytes.
# HEADER declares `extern const struct TYPE ARRAY[]`, rows of a name and a text.
string(REPLACE "," ";" FILES "${FILES}")
set(rows "")
set(text "/* Made by value/meta/embed.cmake. */\n#include \"${HEADER}\"\n")
foreach(file ${FILES})
    get_filename_component(name ${file} NAME_WE)
    string(MAKE_C_IDENTIFIER ${name}_file symbol)
    file(READ ${file} bytes HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
    string(REGEX REPLACE "(................................................................................)"
           "\\1\n" bytes "${bytes}")
    string(APPEND text "\nstatic const char ${symbol}[] = {\n${bytes}0};\n")
    string(APPEND rows "    {\"${name}\", {${symbol}, sizeof ${symbol} - 1}},\n")
endforeach()
string(APPEND text "\nconst struct ${TYPE} ${ARRAY}[] = {\n${rows}    {NULL, {NULL, 0}}};\n")
file(WRITE ${OUT} "${text}")
