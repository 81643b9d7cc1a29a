/* words - the few words we add to C. */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

/* A local that cleans up after itself: OWNED(buf_release) struct buf text = {0}; */
#define OWNED(release) __attribute__((cleanup(release)))

/* A function whose answer must be looked at. */
#define CHECKED __attribute__((warn_unused_result))

/* Arguments like printf's: the format is the n-th, the first value the m-th. */
#define PRINTS(n, m) __attribute__((format(printf, n, m)))

/* A numeric kernel, built twice and chosen when the program starts. Same bits either way: AVX2
 * only makes it wider, and nothing is contracted (-ffp-contract=off). Under sanitizers built once:
 * the resolver runs before their own start. */
#ifdef __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define WORDS_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(WORDS_SANITIZED) || \
    !defined(__x86_64__)
#define KERNEL
#else
#define KERNEL __attribute__((target_clones("avx2", "default")))
#endif

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
