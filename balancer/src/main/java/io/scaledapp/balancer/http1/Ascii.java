package io.scaledapp.balancer.http1;

/** Classes of bytes in HTTP syntax, as one table look-up a byte. */
public final class Ascii {
  static final byte CR = '\r';
  static final byte LF = '\n';
  static final byte SP = ' ';
  static final byte HTAB = '\t';

  /** RFC 9110 section 5.6.2, {@code tchar}. */
  private static final byte TOKEN = 1;

  /** RFC 9110 section 5.5, {@code field-content} and the white space within it. */
  private static final byte FIELD_VALUE = 1 << 1;

  /** RFC 3986, what may stand in a path or query, and what browsers send there unescaped. */
  private static final byte TARGET = 1 << 2;

  /** RFC 3986 section 3.2.2, names and IPv4 addresses as DNS and hosts files know them. */
  private static final byte HOST_NAME = 1 << 3;

  /** What stands in methods; nginx takes no others, and a body's rest is seldom made of them. */
  private static final byte METHOD = 1 << 4;

  private static final byte[] CLASSES = new byte[256];
  private static final byte[] HEX_VALUE = new byte[256];

  static {
    for (int c = 0x20; c < 0x100; c++) {
      CLASSES[c] |= c == 0x7f ? 0 : FIELD_VALUE;
    }
    CLASSES[HTAB] |= FIELD_VALUE;
    for (int c = 0x21; c < 0x7f; c++) {
      CLASSES[c] |= c == '#' ? 0 : TARGET;
      boolean alphanumeric = Character.isLetterOrDigit(c);
      CLASSES[c] |= alphanumeric || "!#$%&'*+-.^_`|~".indexOf(c) >= 0 ? TOKEN : 0;
      CLASSES[c] |= alphanumeric || "-._~".indexOf(c) >= 0 ? HOST_NAME : 0;
      CLASSES[c] |= (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ? METHOD : 0;
    }
    for (int c = 0; c < 0x100; c++) {
      HEX_VALUE[c] = (byte) (c < 0x80 ? Character.digit(c, 16) : -1);
    }
  }

  private Ascii() {}

  /** Whether {@code b} may stand in a token, such as a field name. */
  public static boolean isToken(byte b) {
    return (CLASSES[b & 0xff] & TOKEN) != 0;
  }

  static boolean isMethod(byte b) {
    return (CLASSES[b & 0xff] & METHOD) != 0;
  }

  /** Whether {@code b} may stand in a field value. */
  public static boolean isFieldValue(byte b) {
    return (CLASSES[b & 0xff] & FIELD_VALUE) != 0;
  }

  /** Whether {@code b} may stand in a path or query. */
  public static boolean isTarget(byte b) {
    return (CLASSES[b & 0xff] & TARGET) != 0;
  }

  static boolean isHostName(byte b) {
    return (CLASSES[b & 0xff] & HOST_NAME) != 0;
  }

  public static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** Whether {@code b} is white space within a line. */
  public static boolean isBlank(byte b) {
    return b == SP || b == HTAB;
  }

  /** 0 to 15, or -1 if {@code b} is no hexadecimal digit. */
  static int hexValue(byte b) {
    return HEX_VALUE[b & 0xff];
  }

  public static byte toLowerCase(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
  }

  /** Whether the bytes from {@code start} to {@code end} spell {@code lowerCase}, in any case. */
  static boolean equalsIgnoreCase(byte[] bytes, int start, int end, byte[] lowerCase) {
    if (end - start != lowerCase.length) {
      return false;
    }
    for (int i = 0; i < lowerCase.length; i++) {
      if (toLowerCase(bytes[start + i]) != lowerCase[i]) {
        return false;
      }
    }
    return true;
  }

  /** The same with a text of ASCII letters. */
  public static boolean equalsIgnoreCase(byte[] bytes, int start, int end, String lowerCase) {
    if (end - start != lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      if (toLowerCase(bytes[start + i]) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether two stretches of {@code bytes} spell the same, in any case. */
  static boolean equalsIgnoreCase(byte[] bytes, int start, int end, int otherStart, int otherEnd) {
    if (end - start != otherEnd - otherStart) {
      return false;
    }
    for (int i = 0; i < end - start; i++) {
      if (toLowerCase(bytes[start + i]) != toLowerCase(bytes[otherStart + i])) {
        return false;
      }
    }
    return true;
  }
}
