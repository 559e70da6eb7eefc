;; The two passes of resample-simd.ts over rows of bytes, 128 bits at a time. It lays out the memory;
;; nothing is checked here.
;;
;; Weights are fixed point with 22 fraction bits, too many for a 16-bit number: each comes as two,
;; weight = high * 2^11 + low, so that one multiplication of 16-bit pairs (dot_i16x8_s) weighs two
;; inputs for each of four outputs. Products of high and of low parts are added apart, the latter to
;; one half, which rounds; joined at the end, the sums are those of whole weights, exactly.
;;
;; Taps of one output, as words of 32 bits:
;;   where its inputs start: byte of a row across, number of a row down (not read here)
;;   bytes of what follows, 8 or more
;;   for each pair of inputs: the high parts of its two weights, 16 bits each; the low parts
;;
;; Nothing is called within a loop: not every engine inlines. `npx tsx tools/wasm.ts` makes
;; resample-module.ts of this file.
(module
  (memory (export "memory") 1)

  ;; Resamples four rows at once, which share their weights.
  (func (export "resampleRows")
    (param $source0 i32) (param $source_pitch i32)
    (param $target0 i32) (param $target_pitch i32)
    (param $taps i32) (param $taps_end i32)
    (local $source1 i32) (local $source2 i32) (local $source3 i32)
    (local $target1 i32) (local $target2 i32) (local $target3 i32)
    (local $input i32) (local $pairs_end i32)
    (local $pairs v128) (local $high v128) (local $low v128)
    (local $high0 v128) (local $high1 v128) (local $high2 v128) (local $high3 v128)
    (local $low0 v128) (local $low1 v128) (local $low2 v128) (local $low3 v128)
    (local.set $source1 (i32.add (local.get $source0) (local.get $source_pitch)))
    (local.set $source2 (i32.add (local.get $source1) (local.get $source_pitch)))
    (local.set $source3 (i32.add (local.get $source2) (local.get $source_pitch)))
    (local.set $target1 (i32.add (local.get $target0) (local.get $target_pitch)))
    (local.set $target2 (i32.add (local.get $target1) (local.get $target_pitch)))
    (local.set $target3 (i32.add (local.get $target2) (local.get $target_pitch)))
    (loop $pixel
      (local.set $input (i32.load (local.get $taps)))
      (local.set $pairs_end (i32.load offset=4 (local.get $taps)))
      (local.set $taps (i32.add (local.get $taps) (i32.const 8)))
      (local.set $pairs_end (i32.add (local.get $taps) (local.get $pairs_end)))
      (local.set $high0 (v128.const i32x4 0 0 0 0))
      (local.set $high1 (v128.const i32x4 0 0 0 0))
      (local.set $high2 (v128.const i32x4 0 0 0 0))
      (local.set $high3 (v128.const i32x4 0 0 0 0))
      (local.set $low0 (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
      (local.set $low1 (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
      (local.set $low2 (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
      (local.set $low3 (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
      ;; Two pixels of each row, as pairs of 16 bits: both reds, both greens, both blues, zeros.
      (loop $pair
        (local.set $high (v128.load32_splat (local.get $taps)))
        (local.set $low (v128.load32_splat offset=4 (local.get $taps)))
        (local.set $pairs
          (i8x16.swizzle
            (v128.load64_zero (i32.add (local.get $source0) (local.get $input)))
            (v128.const i8x16 0 -1 3 -1 1 -1 4 -1 2 -1 5 -1 -1 -1 -1 -1)))
        (local.set $high0
          (i32x4.add (local.get $high0) (i32x4.dot_i16x8_s (local.get $pairs) (local.get $high))))
        (local.set $low0
          (i32x4.add (local.get $low0) (i32x4.dot_i16x8_s (local.get $pairs) (local.get $low))))
        (local.set $pairs
          (i8x16.swizzle
            (v128.load64_zero (i32.add (local.get $source1) (local.get $input)))
            (v128.const i8x16 0 -1 3 -1 1 -1 4 -1 2 -1 5 -1 -1 -1 -1 -1)))
        (local.set $high1
          (i32x4.add (local.get $high1) (i32x4.dot_i16x8_s (local.get $pairs) (local.get $high))))
        (local.set $low1
          (i32x4.add (local.get $low1) (i32x4.dot_i16x8_s (local.get $pairs) (local.get $low))))
        (local.set $pairs
          (i8x16.swizzle
            (v128.load64_zero (i32.add (local.get $source2) (local.get $input)))
            (v128.const i8x16 0 -1 3 -1 1 -1 4 -1 2 -1 5 -1 -1 -1 -1 -1)))
        (local.set $high2
          (i32x4.add (local.get $high2) (i32x4.dot_i16x8_s (local.get $pairs) (local.get $high))))
        (local.set $low2
          (i32x4.add (local.get $low2) (i32x4.dot_i16x8_s (local.get $pairs) (local.get $low))))
        (local.set $pairs
          (i8x16.swizzle
            (v128.load64_zero (i32.add (local.get $source3) (local.get $input)))
            (v128.const i8x16 0 -1 3 -1 1 -1 4 -1 2 -1 5 -1 -1 -1 -1 -1)))
        (local.set $high3
          (i32x4.add (local.get $high3) (i32x4.dot_i16x8_s (local.get $pairs) (local.get $high))))
        (local.set $low3
          (i32x4.add (local.get $low3) (i32x4.dot_i16x8_s (local.get $pairs) (local.get $low))))
        (local.set $input (i32.add (local.get $input) (i32.const 6)))
        (local.set $taps (i32.add (local.get $taps) (i32.const 8)))
        (br_if $pair (i32.lt_u (local.get $taps) (local.get $pairs_end))))
      ;; A pixel of each row: 4 bytes, of which the next pixel overwrites the last.
      (local.set $pairs
        (i8x16.narrow_i16x8_u
          (i16x8.narrow_i32x4_s
            (i32x4.shr_s
              (i32x4.add (i32x4.shl (local.get $high0) (i32.const 11)) (local.get $low0))
              (i32.const 22))
            (i32x4.shr_s
              (i32x4.add (i32x4.shl (local.get $high1) (i32.const 11)) (local.get $low1))
              (i32.const 22)))
          (i16x8.narrow_i32x4_s
            (i32x4.shr_s
              (i32x4.add (i32x4.shl (local.get $high2) (i32.const 11)) (local.get $low2))
              (i32.const 22))
            (i32x4.shr_s
              (i32x4.add (i32x4.shl (local.get $high3) (i32.const 11)) (local.get $low3))
              (i32.const 22)))))
      (v128.store32_lane 0 (local.get $target0) (local.get $pairs))
      (v128.store32_lane 1 (local.get $target1) (local.get $pairs))
      (v128.store32_lane 2 (local.get $target2) (local.get $pairs))
      (v128.store32_lane 3 (local.get $target3) (local.get $pairs))
      (local.set $target0 (i32.add (local.get $target0) (i32.const 3)))
      (local.set $target1 (i32.add (local.get $target1) (i32.const 3)))
      (local.set $target2 (i32.add (local.get $target2) (i32.const 3)))
      (local.set $target3 (i32.add (local.get $target3) (i32.const 3)))
      (br_if $pixel (i32.lt_u (local.get $taps) (local.get $taps_end)))))

  ;; Weighs rows of a ring into one, 16 bytes at a time; $pitch is a multiple of 16. $row is the first
  ;; row that is read, $taps those of the row that is written.
  (func (export "weighRows")
    (param $window i32) (param $window_bytes i32) (param $row i32) (param $pitch i32)
    (param $taps i32) (param $target i32)
    (local $window_end i32) (local $row_end i32) (local $input i32) (local $next i32)
    (local $pair i32) (local $pairs_end i32)
    (local $first v128) (local $second v128) (local $bytes v128) (local $pairs v128)
    (local $high v128) (local $low v128)
    (local $high0 v128) (local $high1 v128) (local $high2 v128) (local $high3 v128)
    (local $low0 v128) (local $low1 v128) (local $low2 v128) (local $low3 v128)
    (local.set $window_end (i32.add (local.get $window) (local.get $window_bytes)))
    (local.set $row_end (i32.add (local.get $row) (local.get $pitch)))
    (local.set $pairs_end (i32.load offset=4 (local.get $taps)))
    (local.set $taps (i32.add (local.get $taps) (i32.const 8)))
    (local.set $pairs_end (i32.add (local.get $taps) (local.get $pairs_end)))
    (loop $column
      (local.set $input (local.get $row))
      (local.set $pair (local.get $taps))
      (local.set $high0 (v128.const i32x4 0 0 0 0))
      (local.set $high1 (v128.const i32x4 0 0 0 0))
      (local.set $high2 (v128.const i32x4 0 0 0 0))
      (local.set $high3 (v128.const i32x4 0 0 0 0))
      (local.set $low0 (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
      (local.set $low1 (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
      (local.set $low2 (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
      (local.set $low3 (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
      (loop $rows
        ;; The row after the last of the ring is its first.
        (local.set $first (v128.load (local.get $input)))
        (local.set $next (i32.add (local.get $input) (local.get $pitch)))
        (local.set $input
          (select
            (i32.sub (local.get $next) (local.get $window_bytes))
            (local.get $next)
            (i32.ge_u (local.get $next) (local.get $window_end))))
        (local.set $second (v128.load (local.get $input)))
        (local.set $next (i32.add (local.get $input) (local.get $pitch)))
        (local.set $input
          (select
            (i32.sub (local.get $next) (local.get $window_bytes))
            (local.get $next)
            (i32.ge_u (local.get $next) (local.get $window_end))))
        (local.set $high (v128.load32_splat (local.get $pair)))
        (local.set $low (v128.load32_splat offset=4 (local.get $pair)))
        (local.set $bytes
          (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23
            (local.get $first) (local.get $second)))
        (local.set $pairs (i16x8.extend_low_i8x16_u (local.get $bytes)))
        (local.set $high0
          (i32x4.add (local.get $high0) (i32x4.dot_i16x8_s (local.get $pairs) (local.get $high))))
        (local.set $low0
          (i32x4.add (local.get $low0) (i32x4.dot_i16x8_s (local.get $pairs) (local.get $low))))
        (local.set $pairs (i16x8.extend_high_i8x16_u (local.get $bytes)))
        (local.set $high1
          (i32x4.add (local.get $high1) (i32x4.dot_i16x8_s (local.get $pairs) (local.get $high))))
        (local.set $low1
          (i32x4.add (local.get $low1) (i32x4.dot_i16x8_s (local.get $pairs) (local.get $low))))
        (local.set $bytes
          (i8x16.shuffle 8 24 9 25 10 26 11 27 12 28 13 29 14 30 15 31
            (local.get $first) (local.get $second)))
        (local.set $pairs (i16x8.extend_low_i8x16_u (local.get $bytes)))
        (local.set $high2
          (i32x4.add (local.get $high2) (i32x4.dot_i16x8_s (local.get $pairs) (local.get $high))))
        (local.set $low2
          (i32x4.add (local.get $low2) (i32x4.dot_i16x8_s (local.get $pairs) (local.get $low))))
        (local.set $pairs (i16x8.extend_high_i8x16_u (local.get $bytes)))
        (local.set $high3
          (i32x4.add (local.get $high3) (i32x4.dot_i16x8_s (local.get $pairs) (local.get $high))))
        (local.set $low3
          (i32x4.add (local.get $low3) (i32x4.dot_i16x8_s (local.get $pairs) (local.get $low))))
        (local.set $pair (i32.add (local.get $pair) (i32.const 8)))
        (br_if $rows (i32.lt_u (local.get $pair) (local.get $pairs_end))))
      (v128.store
        (local.get $target)
        (i8x16.narrow_i16x8_u
          (i16x8.narrow_i32x4_s
            (i32x4.shr_s
              (i32x4.add (i32x4.shl (local.get $high0) (i32.const 11)) (local.get $low0))
              (i32.const 22))
            (i32x4.shr_s
              (i32x4.add (i32x4.shl (local.get $high1) (i32.const 11)) (local.get $low1))
              (i32.const 22)))
          (i16x8.narrow_i32x4_s
            (i32x4.shr_s
              (i32x4.add (i32x4.shl (local.get $high2) (i32.const 11)) (local.get $low2))
              (i32.const 22))
            (i32x4.shr_s
              (i32x4.add (i32x4.shl (local.get $high3) (i32.const 11)) (local.get $low3))
              (i32.const 22)))))
      (local.set $target (i32.add (local.get $target) (i32.const 16)))
      (local.set $row (i32.add (local.get $row) (i32.const 16)))
      (br_if $column (i32.lt_u (local.get $row) (local.get $row_end))))))
