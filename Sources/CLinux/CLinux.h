// The parts of Linux's headers that Swift's Glibc module leaves out, and the macros of theirs that Swift can't read.
#ifndef CLINUX_H
#define CLINUX_H

#include <features.h>

#include <spawn.h>
#include <stddef.h>

#include <linux/falloc.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/loop.h>
#include <linux/openat2.h>
#include <linux/stat.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

// GNU extensions, which the headers hide from Swift, or declare among types that it takes from its Glibc module.
extern int syncfs(int descriptor);
extern int pipe2(int ends[2], int flags);
extern int pidfd_open(int process, unsigned int flags);
extern long syscall(long number, ...);

extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

static inline int clinux_close_from(posix_spawn_file_actions_t *actions, int from) {
    return posix_spawn_file_actions_addclosefrom_np(actions, from);
}
static inline int clinux_syncfs(int descriptor) { return syncfs(descriptor); }
// A pipe that programs don't inherit; 02000000 is O_CLOEXEC on every machine that Swift runs on.
static inline int clinux_pipe(int ends[2]) { return pipe2(ends, 02000000); }

extern int fallocate(int descriptor, int mode, long offset, long length);
extern int sync_file_range(int descriptor, long offset, long length, unsigned flags);

// Not posix_fallocate, which writes zeros where the file system can't set room aside.
static inline int clinux_fallocate(int descriptor, int mode, long offset, long length) {
    return fallocate(descriptor, mode, offset, length);
}
// Starts to write a range to the disk (SYNC_FILE_RANGE_WRITE), or does so and waits until it is there.
static inline int clinux_write_out(int descriptor, long offset, long length, int wait) {
    return sync_file_range(descriptor, offset, length, wait ? 7 : 2);
}
static const unsigned long clinux_FS_IOC_FIEMAP = FS_IOC_FIEMAP;

static const unsigned long clinux_FIFREEZE = FIFREEZE;
static const unsigned long clinux_FITHAW = FITHAW;
static const unsigned long clinux_BLKGETSIZE64 = BLKGETSIZE64;

// The enumeration of sys/mount.h and the macro of linux/fs.h look different to Swift; 1 << 18 is both.
static const unsigned long clinux_MS_PRIVATE = 1 << 18;

static inline unsigned int clinux_major(unsigned long device) { return major(device); }
static inline unsigned int clinux_minor(unsigned long device) { return minor(device); }
static inline unsigned long clinux_makedev(unsigned int major, unsigned int minor) { return makedev(major, minor); }

// Flags that the headers have as GNU extensions only, or among types that Swift takes from its Glibc module; the same on
// every machine that Swift runs on.
static const int clinux_O_PATH = 010000000;
static const int clinux_O_NOFOLLOW = 0400000;
static const int clinux_O_CLOEXEC = 02000000;
static const int clinux_AT_FDCWD = -100;
static const int clinux_AT_SYMLINK_NOFOLLOW = 0x100;
static const int clinux_AT_EMPTY_PATH = 0x1000;
static const int clinux_SEEK_DATA = 3;
static const int clinux_SEEK_HOLE = 4;

// A mount of a folder that no other process sees, without what is mounted below the folder.
static inline int clinux_open_tree(const char *path) {
    return (int)syscall(SYS_open_tree, clinux_AT_FDCWD, path,
                        OPEN_TREE_CLONE | clinux_O_CLOEXEC | clinux_AT_SYMLINK_NOFOLLOW);
}
// Keeps such a mount apart from all others; nothing in it is followed, run or used as a device, no reading leaves a
// trace.
static inline int clinux_seal_tree(int tree) {
    struct mount_attr attributes = {
        .attr_set = MOUNT_ATTR_NOSYMFOLLOW | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC | MOUNT_ATTR_NOSUID
            | MOUNT_ATTR_NOATIME,
        .attr_clr = MOUNT_ATTR__ATIME,
        .propagation = 1 << 18, // MS_PRIVATE
    };
    return (int)syscall(SYS_mount_setattr, tree, "", clinux_AT_EMPTY_PATH, &attributes, sizeof attributes);
}
// Opens what lies in a folder and on the folder's mount, by way of no link.
static inline int clinux_open_beneath(int folder, const char *name, int flags) {
    struct open_how how = {
        .flags = (unsigned int)(flags | clinux_O_NOFOLLOW | clinux_O_CLOEXEC),
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV,
    };
    return (int)syscall(SYS_openat2, folder, name, &how, sizeof how);
}
// Opens what lies below a folder, also on mounts there, by way of no link.
static inline int clinux_open_inside(int folder, const char *path, int flags) {
    struct open_how how = {
        .flags = (unsigned int)(flags | clinux_O_NOFOLLOW | clinux_O_CLOEXEC),
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}
static inline long clinux_getdents(int folder, void *room, unsigned int size) {
    return syscall(SYS_getdents64, folder, room, size);
}
static inline long clinux_copy_file_range(int source, long long *from, int target, long long *to, size_t count) {
    return syscall(SYS_copy_file_range, source, from, target, to, count, 0);
}
static inline int clinux_clone(int target, int source) { return ioctl(target, FICLONE, source); }

// When a file was made, zero where the file system does not tell, and its attributes (STATX_ATTR_…).
struct clinux_details {
    long long born_seconds;
    unsigned int born_nanoseconds;
    unsigned long long attributes;
};
static inline int clinux_details(int file, struct clinux_details *details) {
    struct statx status = {0};
    long result = syscall(SYS_statx, file, "", clinux_AT_EMPTY_PATH, STATX_BTIME, &status);
    details->born_seconds = status.stx_btime.tv_sec;
    details->born_nanoseconds = status.stx_btime.tv_nsec;
    details->attributes = status.stx_attributes;
    return (int)result;
}

// Takes the flags from a file or folder that keep it from being changed (chattr +i and +a).
static inline int clinux_unprotect(int file) {
    int flags = 0;
    int result = ioctl(file, FS_IOC_GETFLAGS, &flags);
    if (result != 0 || !(flags & (FS_IMMUTABLE_FL | FS_APPEND_FL))) return result;
    flags &= ~(FS_IMMUTABLE_FL | FS_APPEND_FL);
    return ioctl(file, FS_IOC_SETFLAGS, &flags);
}

#endif
