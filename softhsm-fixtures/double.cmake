# SPDX-License-Identifier: Apache-2.0
# What the doubles have in common. Include it after project() of a double that is built alone.
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

# Without sanitizers: other people's programs load a module and have no runtime for them, a double
# must crash as a vendor's module does, and the timing is that of a real program.
foreach(flags CMAKE_C_FLAGS CMAKE_C_FLAGS_DEBUG CMAKE_EXE_LINKER_FLAGS CMAKE_MODULE_LINKER_FLAGS)
  string(REGEX REPLACE "-fsanitize=[^ ]*" "" ${flags} "${${flags}}")
endforeach()

# double_options(TARGET): what every double is compiled and linked with.
function(double_options target)
  set_target_properties(${target} PROPERTIES
    C_STANDARD 17 C_STANDARD_REQUIRED ON C_EXTENSIONS ON POSITION_INDEPENDENT_CODE ON)
  target_compile_definitions(${target} PRIVATE _GNU_SOURCE)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wformat=2
    -Wstrict-prototypes -Wmissing-prototypes -Wvla)
  target_link_options(${target} PRIVATE -Wl,-z,relro,-z,now)
endfunction()

# double_module(NAME SOURCES...): NAME.so, a PKCS#11 module.
function(double_module name)
  find_package(PkgConfig REQUIRED)
  find_package(Threads REQUIRED)
  pkg_check_modules(P11KIT REQUIRED p11-kit-1) # the header only
  add_library(${name} MODULE ${ARGN})
  double_options(${name})
  set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX ".so" C_VISIBILITY_PRESET hidden)
  target_include_directories(${name} SYSTEM PRIVATE ${P11KIT_INCLUDE_DIRS})
  target_link_libraries(${name} PRIVATE Threads::Threads ${CMAKE_DL_LIBS})
  target_link_options(${name} PRIVATE -Wl,--no-undefined)
endfunction()
