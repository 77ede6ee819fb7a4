# SPDX-License-Identifier: Apache-2.0
# hardtoken_flags: what every object of ours is compiled with.
# hardtoken_sanitizers: added to our libraries and tests only, never to modules that other programs load.
add_library(hardtoken_flags INTERFACE)
add_library(hardtoken_sanitizers INTERFACE)

target_compile_definitions(hardtoken_flags INTERFACE _GNU_SOURCE)
target_compile_options(hardtoken_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wformat=2 -Wstrict-prototypes
  -Wmissing-prototypes -Wundef -Wvla -Wcast-qual -Wwrite-strings -Wnull-dereference -Wdate-time
  -Wswitch-enum -Wimplicit-fallthrough -Wno-format-nonliteral
  -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=
  -fstack-protector-strong -fno-strict-aliasing)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
  target_compile_options(hardtoken_flags INTERFACE
    -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wjump-misses-init
    -Wcast-align=strict -Wbidi-chars=any -Wformat-signedness)
endif()

if(HARDTOKEN_SANITIZE)
  target_compile_options(hardtoken_sanitizers INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(hardtoken_sanitizers INTERFACE -fsanitize=address,undefined)
else()
  target_compile_options(hardtoken_flags INTERFACE
    -D_FORTIFY_SOURCE=2 -fstack-clash-protection -fcf-protection=full)
  if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    target_compile_options(hardtoken_flags INTERFACE
      -ftrivial-auto-var-init=zero -fzero-call-used-regs=used-gpr)
  endif()
  target_link_options(hardtoken_flags INTERFACE -pie -Wl,-z,relro,-z,now,-z,noexecstack)
endif()
