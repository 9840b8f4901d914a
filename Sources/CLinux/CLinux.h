// The parts of Linux's headers that Swift's Glibc module leaves out, and the macros of theirs that Swift can't read.
#ifndef CLINUX_H
#define CLINUX_H

#include <features.h>

#include <spawn.h>
#include <stddef.h>

#include <linux/fs.h>
#include <linux/loop.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/sysmacros.h>

// GNU extensions, which the headers hide from Swift.
extern int syncfs(int descriptor);
extern int pipe2(int ends[2], int flags);

extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

static inline int clinux_close_from(posix_spawn_file_actions_t *actions, int from) {
    return posix_spawn_file_actions_addclosefrom_np(actions, from);
}
static inline int clinux_syncfs(int descriptor) { return syncfs(descriptor); }
// A pipe that programs don't inherit; 02000000 is O_CLOEXEC on every machine that Swift runs on.
static inline int clinux_pipe(int ends[2]) { return pipe2(ends, 02000000); }

static const unsigned long clinux_FIFREEZE = FIFREEZE;
static const unsigned long clinux_FITHAW = FITHAW;
static const unsigned long clinux_BLKGETSIZE64 = BLKGETSIZE64;

// The enumeration of sys/mount.h and the macro of linux/fs.h look different to Swift; 1 << 18 is both.
static const unsigned long clinux_MS_PRIVATE = 1 << 18;
// A GNU extension.
static const int clinux_AT_EMPTY_PATH = 0x1000;

static inline unsigned int clinux_major(unsigned long device) { return major(device); }
static inline unsigned int clinux_minor(unsigned long device) { return minor(device); }
static inline unsigned long clinux_makedev(unsigned int major, unsigned int minor) { return makedev(major, minor); }

#endif
