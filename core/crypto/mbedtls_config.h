/* Mbed TLS for Kaibiao: the arithmetic of ECDSA and RSA, and AES-CBC for key files. Reading X.509 is our own
 * (docs/decisions/003-own-der-reader.md). No clock, no files, no random source, no PSA storage, no TLS: times and
 * entropy are arguments, network TLS is OpenSSL's. Included by the library through MBEDTLS_CONFIG_FILE. */

/* platform */
#if defined(__GNUC__) && !defined(__wasm__)
#define MBEDTLS_HAVE_ASM
#endif
#define MBEDTLS_NO_PLATFORM_ENTROPY
#define MBEDTLS_DEPRECATED_REMOVED

/* hashes under signatures; no SHA-1 */
#define MBEDTLS_MD_C
#define MBEDTLS_SHA256_C
#define MBEDTLS_SHA384_C
#define MBEDTLS_SHA512_C

/* RFC 6979 */
#define MBEDTLS_HMAC_DRBG_C

/* numbers and keys */
#define MBEDTLS_BIGNUM_C
#define MBEDTLS_ECP_C
#define MBEDTLS_ECP_DP_SECP256R1_ENABLED
#define MBEDTLS_ECP_DP_SECP384R1_ENABLED
#define MBEDTLS_ECP_NIST_OPTIM
#define MBEDTLS_ECDSA_C
#define MBEDTLS_ECDSA_DETERMINISTIC
#define MBEDTLS_RSA_C
#define MBEDTLS_PKCS1_V15
#define MBEDTLS_PKCS1_V21

/* key files */
#define MBEDTLS_AES_C
#define MBEDTLS_AES_FEWER_TABLES
#define MBEDTLS_CIPHER_MODE_CBC

/* needed by the above */
#define MBEDTLS_ASN1_PARSE_C
#define MBEDTLS_ASN1_WRITE_C
#define MBEDTLS_OID_C
