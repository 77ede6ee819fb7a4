# SPDX-License-Identifier: Apache-2.0
# hardtoken_embed(TARGET SYMBOL FILE...)
#
# Makes data files part of the program: `const struct shipped_file SYMBOL[]` (settings/shipped.h),
# in the order given, ended by one without a name. A change of a file builds TARGET again.
function(hardtoken_embed target symbol)
  set(entries "")
  set(arrays "")
  set(number 0)
  foreach(file IN LISTS ARGN)
    get_filename_component(path "${file}" ABSOLUTE)
    get_filename_component(name "${path}" NAME)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
    file(READ "${path}" hex HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
    string(REGEX REPLACE "(................................................................................)"
           "\\1\n    " bytes "${bytes}")
    string(APPEND arrays "static const char file_${number}[] = {\n    ${bytes}0x00};\n")
    string(APPEND entries "    {\"${name}\", file_${number}, sizeof file_${number} - 1},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  set(generated "${CMAKE_CURRENT_BINARY_DIR}/${symbol}.c")
  file(CONFIGURE OUTPUT "${generated}" @ONLY CONTENT
"/* SPDX-License-Identifier: Apache-2.0 */
/* Made from data files by cmake/embed.cmake. */
#include \"settings/shipped.h\"

extern const struct shipped_file ${symbol}[];

@arrays@
const struct shipped_file ${symbol}[] = {
@entries@    {0},
};
")
  target_sources(${target} PRIVATE "${generated}")
endfunction()
