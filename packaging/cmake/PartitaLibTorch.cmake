# partita_torch: an imported target made from the `include` and `lib` folders of a LibTorch.
#
# The wheel's own TorchConfig.cmake is avoided on purpose: its CUDA builds demand an installed CUDA toolkit, it
# leaves a dummy protobuf::libprotobuf behind, and its include folder carries other versions of protobuf and fmt.
# So no file includes torch together with either of those, and torch's headers come last in the search order.
if(NOT PARTITA_LIBTORCH)
    execute_process(COMMAND ${PROJECT_SOURCE_DIR}/packaging/libtorch.sh
                    OUTPUT_VARIABLE PARTITA_LIBTORCH OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE status)
    if(status OR NOT PARTITA_LIBTORCH)
        message(FATAL_ERROR "No LibTorch: packaging/libtorch.sh failed (its reason is above). "
                            "Give one with -DPARTITA_LIBTORCH=/path/to/libtorch, or configure with -DPARTITA_NEURAL=OFF.")
    endif()
endif()
set(PARTITA_LIBTORCH "${PARTITA_LIBTORCH}" CACHE PATH "Folder of a LibTorch: holds include/ and lib/")

find_path(partita_torch_include torch/csrc/api/include/torch/torch.h HINTS ${PARTITA_LIBTORCH}/include NO_DEFAULT_PATH NO_CACHE REQUIRED)
find_library(partita_torch_cpu torch_cpu HINTS ${PARTITA_LIBTORCH}/lib ${PARTITA_LIBTORCH}/lib/${CMAKE_LIBRARY_ARCHITECTURE} NO_DEFAULT_PATH NO_CACHE REQUIRED)
find_library(partita_torch_c10 c10 HINTS ${PARTITA_LIBTORCH}/lib ${PARTITA_LIBTORCH}/lib/${CMAKE_LIBRARY_ARCHITECTURE} NO_DEFAULT_PATH NO_CACHE REQUIRED)
get_filename_component(partita_torch_lib ${partita_torch_cpu} DIRECTORY)

# Processes that train together: c10d's header for Gloo names Gloo's own, which the wheel leaves out and libgloo-dev has.
# Only types are taken from there; the code is in libtorch_cpu.
find_path(partita_gloo_include gloo/context.h NO_CACHE)
set(partita_torch_c10d OFF)
if(partita_gloo_include AND EXISTS ${partita_torch_include}/torch/csrc/distributed/c10d/ProcessGroupGloo.hpp)
    set(partita_torch_c10d ON)
else()
    message(STATUS "Training over several processes: off (no libgloo-dev, or a LibTorch without c10d)")
endif()

add_library(partita_torch INTERFACE)
# SYSTEM puts them behind every -I, and silences their warnings.
target_include_directories(partita_torch SYSTEM INTERFACE ${partita_torch_include} ${partita_torch_include}/torch/csrc/api/include)
# at::parallel_for, which our own loops use, is a header: without OpenMP switched on it runs on one thread.
find_package(OpenMP REQUIRED COMPONENTS CXX)
target_link_libraries(partita_torch INTERFACE ${partita_torch_cpu} ${partita_torch_c10} OpenMP::OpenMP_CXX)
target_link_options(partita_torch INTERFACE "-Wl,-rpath,${partita_torch_lib}")
# The CUDA half registers itself when loaded; no symbol of it is named here, so the linker must be told to keep it.
find_library(partita_torch_cuda torch_cuda HINTS ${partita_torch_lib} NO_DEFAULT_PATH NO_CACHE)
if(partita_torch_cuda)
    target_compile_definitions(partita_torch INTERFACE PARTITA_LIBTORCH_CUDA)
    target_link_libraries(partita_torch INTERFACE -Wl,--no-as-needed ${partita_torch_cuda} -Wl,--as-needed)
    # The wheel keeps CUDA's libraries in sibling packages (nvidia/*/lib): linking follows them through -rpath-link.
    file(GLOB partita_cuda_libs ${PARTITA_LIBTORCH}/../nvidia/*/lib)
    foreach(folder IN LISTS partita_cuda_libs)
        target_link_options(partita_torch INTERFACE "-Wl,-rpath-link,${folder}" "-Wl,-rpath,${folder}")
    endforeach()
endif()
