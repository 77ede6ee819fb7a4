# SPDX-License-Identifier: Apache-2.0
# hardtoken_layer(NAME SOURCES ... HEADERS ... USES ...)
#
# One static library per folder. A layer sees its own include directory and those of the layers it
# USES, so an include that points upward does not compile. Each header is also compiled alone
# (target all_verify_interface_header_sets).
function(hardtoken_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 layer "" "" "SOURCES;HEADERS;USES;PRIVATE_USES")
  add_library(${name} STATIC ${layer_SOURCES})
  list(TRANSFORM layer_HEADERS PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/include/${name}/")
  target_sources(${name} PUBLIC FILE_SET HEADERS
    BASE_DIRS "${CMAKE_CURRENT_SOURCE_DIR}/include" FILES ${layer_HEADERS})
  set_target_properties(${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  target_link_libraries(${name}
    PUBLIC ${layer_USES}
    PRIVATE hardtoken_flags hardtoken_sanitizers ${layer_PRIVATE_USES})
endfunction()
