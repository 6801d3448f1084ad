/** Stretches in which markets moved as they rarely do, by the names they are known under. Both ends included. */
export interface StressWindow {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/**
 * From the high or the event to the low or to the end of the turmoil, as the closes of the S&P 500 and the histories of
 * each event date them.
 */
export const STRESS_WINDOWS: readonly StressWindow[] = [
  { name: 'Black Monday', from: '1987-10-14', to: '1987-10-19' },
  { name: 'Russian default and LTCM', from: '1998-07-20', to: '1998-10-08' },
  { name: 'End of the dot-com boom', from: '2000-03-27', to: '2000-04-14' },
  { name: 'September 11', from: '2001-09-17', to: '2001-09-21' },
  { name: 'Accounting scandals of 2002', from: '2002-05-20', to: '2002-07-23' },
  { name: 'Quant crisis of August 2007', from: '2007-08-06', to: '2007-08-10' },
  { name: 'Fall of Bear Stearns', from: '2008-03-03', to: '2008-03-17' },
  { name: 'Fall of Lehman Brothers', from: '2008-09-12', to: '2008-11-20' },
  { name: 'Momentum crash of 2009', from: '2009-03-09', to: '2009-05-08' },
  { name: 'Flash crash and euro crisis', from: '2010-04-26', to: '2010-07-02' },
  { name: 'US downgrade and euro crisis', from: '2011-07-25', to: '2011-10-03' },
  { name: 'Taper tantrum', from: '2013-05-22', to: '2013-06-24' },
  { name: 'October 2014', from: '2014-09-19', to: '2014-10-15' },
  { name: 'Devaluation of the renminbi', from: '2015-08-18', to: '2015-08-25' },
  { name: 'Oil and China, early 2016', from: '2015-12-30', to: '2016-02-11' },
  { name: 'Brexit vote', from: '2016-06-24', to: '2016-06-27' },
  { name: 'Volatility shock of February 2018', from: '2018-01-29', to: '2018-02-08' },
  { name: 'Fourth quarter of 2018', from: '2018-09-21', to: '2018-12-24' },
  { name: 'Outbreak of COVID-19', from: '2020-02-20', to: '2020-03-23' },
  { name: 'Vaccine rotation', from: '2020-11-09', to: '2020-11-16' },
  { name: 'Short squeezes of January 2021', from: '2021-01-22', to: '2021-01-29' },
  { name: 'Rising rates of 2022', from: '2022-01-04', to: '2022-10-12' },
  { name: 'Bank failures of March 2023', from: '2023-03-08', to: '2023-03-13' },
  { name: 'Unwinding of yen carry trades', from: '2024-07-17', to: '2024-08-05' },
  { name: 'Tariffs of April 2025', from: '2025-04-03', to: '2025-04-08' },
];
