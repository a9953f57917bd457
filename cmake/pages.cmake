# cmake -DPROGRAM="emulator;obstat" -DOUT=FOLDER -P pages.cmake: what the program prints of itself.
#
#     OUT/man1/obstat.1, obstat-check.1, ...    the pages that obstat(1) lists
#     OUT/bash, OUT/zsh, OUT/fish               completions
#     OUT/made                                  written last

# printed(FILE WORD...): what obstat prints, into the file.
function(printed file)
    execute_process(COMMAND ${PROGRAM} ${ARGN} OUTPUT_FILE ${file} RESULT_VARIABLE status)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "obstat ${ARGN} ended with ${status}")
    endif()
endfunction()

file(REMOVE_RECURSE ${OUT})
file(MAKE_DIRECTORY ${OUT}/man1)
printed(${OUT}/man1/obstat.1 help --man)
file(STRINGS ${OUT}/man1/obstat.1 listed REGEX "^\\.BR obstat.*\\(1\\)$")
foreach(line ${listed})
    string(REGEX REPLACE "^\\.BR (.*) \\(1\\)$" "\\1" name "${line}")
    string(REPLACE "\\-" "-" name "${name}")
    string(REGEX REPLACE "^obstat-" "" command "${name}")
    printed(${OUT}/man1/${name}.1 help --man ${command})
endforeach()
foreach(shell bash zsh fish)
    printed(${OUT}/${shell} completion ${shell})
endforeach()
file(WRITE ${OUT}/made "")
